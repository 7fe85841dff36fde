/// What visitors write, in pieces.
enum SamplePhrases {
    static let riskReasons = [
        "独居且行动不便，子女在外地工作", "患高血压和糖尿病，近期曾住院", "轻度认知障碍，曾走失一次",
        "重度残疾，日常起居由邻居协助", "失独家庭，情绪低落", "居住房屋老旧，存在用电隐患",
        "近三个月两次未接电话", "长期卧床，照护人年事已高", "因病支出大，生活困难",
    ]

    private struct Phrase {
        let letters: [UInt8]
        let count: Int
        let hasNumber: Bool

        init(_ text: some StringProtocol) {
            letters = Array(text.utf8)
            count = text.count
            hasNumber = text.contains("#")
        }

        init(letters: [UInt8], count: Int) {
            self.letters = letters
            self.count = count
            hasNumber = letters.contains(UInt8(ascii: "#"))
        }
    }

    /// The parts between commas and full stops, which notes combine anew.
    private static func phrases(_ text: String) -> [Phrase] {
        text.split { "，。\n".contains($0) }.map { Phrase($0) }
    }

    /// The most characters of a note.
    private static let countMax = 200

    /// Appends a note of 60 to 200 characters as a JSON string.
    static func appendNote(_ random: inout SplitMix, to bytes: inout [UInt8]) {
        let wanted = random.within(60...185)
        var count = 0
        var topic = random.below(topics.count)
        var place = random.below(topics[topic].count)
        bytes.append(UInt8(ascii: "\""))
        while count < wanted {
            // Any part but the one before.
            place = (place + 1 + random.below(topics[topic].count - 1)) % topics[topic].count
            let phrase = random.happens(60) ? topics[topic][place] : remark(&random)
            let number = phrase.hasNumber ? random.within(2...98) : 0
            // A number takes the place of one sign, a comma or full stop follows.
            let added = phrase.count + (number > 9 ? 2 : 1)
            if count + added > countMax { continue }
            append(phrase, number, to: &bytes)
            count += added
            let isEnd = count >= wanted || random.happens(45)
            bytes.append(contentsOf: (isEnd ? "。" : "，").utf8)
            if isEnd {
                topic = (topic + 1 + random.below(2)) % topics.count
                place = random.below(topics[topic].count)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Something looked at and how it was: made of two parts, since notes that repeat whole
    /// phrases would compress far better than what people write.
    private static func remark(_ random: inout SplitMix) -> Phrase {
        let thing = random.one(of: things)
        let state = random.one(of: states)
        return Phrase(letters: thing.letters + state.letters, count: thing.count + state.count)
    }

    private static let things = phrases(
        """
        血压，血糖，睡眠，胃口，听力，视力，心情，步态，腿脚，皮肤，牙齿，记忆，言语，呼吸，体温，精神，面色，体力，手劲，腰背
        用药，饮食，起居，厨房，卧室，阳台，门窗，电线，煤气，水龙头，床铺，被褥，衣着，灯光，楼梯，邻里关系，家属往来，社交
        """)
    private static let states = phrases(
        """
        正常，平稳，比上次好，比上次差，略有下降，没有变化，需要留意，已做记录，时好时坏，明显改善，不太理想，和上月一样
        家属说还可以，有待复查，已拍照，已提醒本人，已转告家属，下次再看，可以自理，要人帮忙，约#天后复查，比去年好些
        """)

    private static func append(_ phrase: Phrase, _ number: Int, to bytes: inout [UInt8]) {
        guard phrase.hasNumber else {
            bytes.append(contentsOf: phrase.letters)
            return
        }
        for letter in phrase.letters {
            if letter == UInt8(ascii: "#") {
                bytes.append(contentsOf: String(number).utf8)
            } else {
                bytes.append(letter)
            }
        }
    }

    private static let topics: [[Phrase]] = [
        phrases(
            """
            老人精神状态良好，见到我们很高兴。
            老人今天精神一般，说昨晚没睡好。
            敲门后很快应门，行动自如，步态平稳。
            电话接通后声音洪亮，回答清楚。
            老人坐在门口晒太阳，主动打招呼。
            老人刚从市场买菜回来，气色不错。
            本人躺在床上休息，能简单交流。
            由儿媳代为回答，本人在旁点头。
            说话比上次慢，记不清今天是星期几。
            情绪稳定，愿意聊起年轻时在船厂的事。
            老人听力下降，需要大声说话才能听见。
            见面时正在听收音机里的粤曲。
            """),
        phrases(
            """
            测量血压，高压比上次低了#，提醒按时服药。
            血压略高，已嘱咐少盐饮食。
            降压药还剩#天的量，约好下周一起去卫生站。
            膝关节疼痛，上下楼梯需要搀扶。
            右腿旧伤在阴雨天发作，用热敷缓解。
            近期咳嗽，已建议到社区卫生服务站检查。
            糖尿病控制尚可，空腹血糖比上月低。
            视力模糊，白内障手术排在下个月。
            胃口比上次好，每餐能吃一碗饭。
            体重只有#公斤，需要留意。
            左手骨折已拆石膏，正在做康复。
            定期透析，已做#次，由邻居接送。
            """),
        phrases(
            """
            独居，儿子在深圳工作，上次回来是#天前。
            女儿每天中午送饭过来。
            与老伴同住，互相照应。
            孙女放暑假回来陪伴，心情开朗。
            侄子答应周末过来修好厨房的灯。
            子女在外省，靠视频联系，约#天一次。
            邻居梁姨每天早晚来看一次。
            家属表示近期会请护工，价格每月还在谈。
            照护人自己也有腰痛，建议申请喘息服务。
            亲友往来不多，平时到村口小店坐坐。
            """),
        phrases(
            """
            厨房煤气胶管已老化，当场联系更换。
            检查了电线插座，发现一个松动，已断电并报修。
            卫生间没有扶手，已登记适老化改造。
            地面有积水，帮忙拖干并放置防滑垫。
            门锁开关困难，约师傅明天上门。
            烟雾报警器工作正常，电量#％。
            楼道杂物较多，已同物业沟通清理。
            紧急呼叫器试按一次，中心#秒内回应。
            屋顶漏雨，用盆接着，已拍照上报。
            房间整洁，通风良好，没有异味。
            冰箱里有过期食物，征得同意后清走。
            电热水壶外壳破损，已提醒不再使用。
            """),
        phrases(
            """
            希望继续在长者饭堂订餐，每餐补贴按规定办理。
            想申请助浴服务，已登记排期。
            询问高龄津贴何时到账，已说明#天内发放。
            需要人陪同去医院复诊，已安排志愿者。
            提出想换一部字大一点的手机。
            咨询医保缴费，已协助在手机上完成。
            要求帮忙代缴电费#元，已办妥并交回收据。
            低保复核材料还差一份，约好周五补齐。
            想参加村里的八段锦班，已报名。
            希望有人教用视频通话，下次带志愿者来。
            """),
        phrases(
            """
            台风将至，提醒关好门窗，不要外出。
            天气转冷，送去棉被一床和米油。
            天气炎热，提醒多喝水，午间少出门。
            节前送上慰问品，转达村委问候。
            宣传防诈骗，提醒不要向陌生人转账。
            讲解用气用电安全，发放宣传单#张。
            告知村务公开栏的新通知，老人表示知道。
            叮嘱外出带好联系卡，卡上电话已核对。
            """),
        phrases(
            """
            下次计划#天后再来，重点看血压。
            已把情况告诉责任社工，约定电话跟进。
            无其他异常，保持原有探访频次。
            已在台账登记，等待镇街回复。
            离开时老人送到门口，再三道谢。
            建议提高探访频次，待村委研究。
            已同家属通话#分钟，家属表示会留意。
            相关照片已存档，未拍摄面部。
            """),
    ]
}
