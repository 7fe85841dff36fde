/// The names that the standard kinds of the first release are made of: of kinds, fields, choices and
/// states, the most frequent first.
///
/// Bodies say them again and again. So the log keeps their places in this list instead, and segments
/// are compressed as if they had been said before. A list that has shipped is never edited: new names
/// go into a new one. Source: Protocol/3-sync, "Segments".
public enum StandardNames: Sendable {
    /// The names, parted by spaces and line ends.
    public static let first = """
        visit person due_on visited_at duration_minutes mode 上门 电话 视频 第三方 邻里 志愿者结对
        visitors met in_person phone proxy not_met refused health normal concern urgent
        not_checked mind safety hygiene surroundings note needs meal bath clean medical errand
        emergency policy repair legal company actions referral alert_level none watch amended_from
        name id_type resident_id hmt_residence_permit foreign_permanent_resident
        household_register id_number sex 男 女 birth_date address categories 独居 空巢 留守 失能
        失智 重残 计生特殊家庭 高龄 特困 低保 低保边缘 刚性支出困难 孤儿 困境儿童 其他 risk_level
        high key general risk_reason emergency_contacts assigned_to consent_text_version
        consent_date status active moved institution declined deceased merged_into proof_request
        request_no item 居住证明 分红证明 集体经济组织成员证明 土地承包情况证明 宅基地使用情况证明
        诉讼代理证明 监护关系证明 收养相关情况证明 遗产管理人证明 亲属关系证明 临时困难情况证明
        居民身份信息证明 户口登记项目内容变更申请证明 居民养犬证明 无犯罪记录证明
        社区戒毒社区康复人员情况证明 人员失踪证明 婚姻状况证明 婚育状况证明 出生证明 死亡证明
        疾病状况证明 残疾状况证明 健在证明 居民就业状况证明 居民个人档案证明 居民财产证明
        遗产继承权证明 市场主体住所证明 证件遗失证明 purpose requesting_authority channel online
        counter helped applicant_name applicant_id_number applicant_phone applicant_address agent
        subjects statement materials verification_method 入户走访 查阅档案 邻里询问 部门核验
        村内公示 verification_by verification_at verification_result verified not_verified unclear
        decision_by decision_at decision_reason NEGATIVE_LIST NO_LEGAL_BASIS OUT_OF_SITE
        CANNOT_VERIFY MATERIAL_MISSING DUPLICATE WITHDRAWN LEGAL_RISK seal_use_keeper
        seal_use_copies seal_use_register_number certificate_number certificate_issued_on
        certificate_valid_until certificate_text certificate_hash certificate_signatures delivery
        home post draft submitted accepted not_accepted returned verifying deliberating
        awaiting_approval approved rejected issued delivered revoked superseded expired withdrawn
        disclosure category 章程规约 会议决定 财务收支 资产合同 拨付捐赠 惠农补贴 土地宅基地
        救助名单 公益筹劳 协商成果 干部补贴 工程项目 title basis period month quarter year event
        body finance_lines supervision_members supervision_opinion supervision_result passed
        supervision_at joint_meeting_at joint_meeting_attendees joint_meeting_result confirmed
        published_at published_by published_channels 公开栏 广播 微信群 电子屏 网上平台 会议
        post_until objections replies corrections archive_no masking_confirmed supervision_review
        joint_confirmed published objection_window closed archived site code town_code town_name
        former_codes device site_id roles clerk worker reviewer seal_keeper town_reviewer hub
        label public_key certificate epoch joined_at revocation reason at kind_definition version
        source distinct_from
        """
}
